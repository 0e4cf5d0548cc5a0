//===- Checkpoint.cpp - the weights of a model, in one file or several -----===//

#include "vitc/Import/Files/Checkpoint.h"

#include "vitc/Support/Errors.h"
#include "vitc/Support/Format.h"
#include "vitc/Support/Json.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

using namespace llvm;

namespace vitc {

static constexpr StringLiteral singleName = "model.safetensors";
static constexpr StringLiteral indexName = "model.safetensors.index.json";

static std::string inside(StringRef directory, StringRef name) {
  SmallString<256> path(directory);
  sys::path::append(path, name);
  return path.str().str();
}

//===----------------------------------------------------------------------===//
// Opening
//===----------------------------------------------------------------------===//

static bool isPickle(StringRef name) {
  return name.ends_with(".bin") || name.ends_with(".pth") || name.ends_with(".pt") ||
         name.ends_with(".ckpt") || name.ends_with(".pkl");
}

/// The first pickle of the directory by name, or nothing.
static std::string findPickle(StringRef directory) {
  std::string first;
  std::error_code code;
  for (sys::fs::directory_iterator it(directory, code), end; it != end && !code;
       it.increment(code)) {
    StringRef name = sys::path::filename(it->path());
    if (isPickle(name) && (first.empty() || name < first))
      first = name.str();
  }
  return first;
}

static Error pickleRefused(StringRef path) {
  std::string target = inside(sys::path::parent_path(path), singleName);
  return foundExpected({path.str()}, "a pickle, which may run code when it is read", "safetensors",
                       formatted("convert it: python3 -c \"import torch, safetensors.torch as s; "
                                 "s.save_file({{k: v.contiguous() for k, v in torch.load('{}', "
                                 "map_location='cpu', weights_only=True).items()}}, '{}')\"",
                                 path, target));
}

Expected<Checkpoint> Checkpoint::open(StringRef directory) {
  if (hasEntry(directory, singleName)) {
    Expected<MappedFile> mapped = MappedFile::openInside(directory, singleName);
    if (!mapped)
      return mapped.takeError();
    Expected<SafetensorsFile> file = SafetensorsFile::read(std::move(*mapped));
    if (!file)
      return file.takeError();
    Checkpoint checkpoint;
    checkpoint.mainPath = inside(directory, singleName);
    checkpoint.addShard(std::move(*file));
    return checkpoint;
  }
  if (hasEntry(directory, indexName))
    return openIndex(directory);
  if (std::string pickle = findPickle(directory); !pickle.empty())
    return pickleRefused(inside(directory, pickle));
  return foundExpected(
      {directory.str()}, "no weights", "model.safetensors or model.safetensors.index.json",
      "for random weights name the configuration itself: " + inside(directory, "config.json"));
}

Expected<Checkpoint> Checkpoint::openFile(StringRef path) {
  if (isPickle(path))
    return pickleRefused(path);
  Expected<SafetensorsFile> file = SafetensorsFile::open(path);
  if (!file)
    return file.takeError();
  Checkpoint checkpoint;
  checkpoint.mainPath = path.str();
  checkpoint.addShard(std::move(*file));
  return checkpoint;
}

Expected<Checkpoint> Checkpoint::random(ArrayRef<RandomTensor> tensors, uint64_t seed) {
  Expected<TemporaryFile> temporary = TemporaryFile::create(".safetensors");
  if (!temporary)
    return temporary.takeError();
  if (Error error = writeRandomWeights(temporary->path(), tensors, seed))
    return std::move(error);
  Expected<Checkpoint> checkpoint = openFile(temporary->path());
  if (checkpoint)
    checkpoint->temporary = std::make_shared<TemporaryFile>(std::move(*temporary));
  return checkpoint;
}

/// Takes every tensor of a file.
void Checkpoint::addShard(SafetensorsFile file) {
  shards.push_back(std::make_unique<SafetensorsFile>(std::move(file)));
  for (const SafetensorsEntry &entry : shards.back()->entries())
    sources[entry.name] = {shards.back().get(), &entry};
}

Expected<Checkpoint> Checkpoint::openIndex(StringRef directory) {
  Expected<MappedFile> mapped = MappedFile::openInside(directory, indexName);
  if (!mapped)
    return mapped.takeError();
  Expected<JsonDocument> document = JsonDocument::parse(mapped->text(), mapped->path());
  if (!document)
    return document.takeError();
  std::optional<JsonValue> map = document->root().find("weight_map");
  if (!map)
    return document->root().expected("an object with 'weight_map'");

  Checkpoint checkpoint;
  checkpoint.mainPath = mapped->path().str();
  StringMap<SafetensorsFile *> opened; // null after a failure: each shard is reported once
  Error all = Error::success();
  Error broken = map->forEachMember([&](StringRef tensor, JsonValue value) -> Error {
    Expected<StringRef> name = value.asString();
    if (!name)
      return name.takeError();
    auto [shard, isNew] = opened.try_emplace(*name, nullptr);
    if (isNew) {
      Expected<MappedFile> shardFile =
          MappedFile::openInside(directory, *name, mapped->path(), value.path());
      if (!shardFile) {
        all = joinErrors(std::move(all), shardFile.takeError());
        return Error::success();
      }
      Expected<SafetensorsFile> file = SafetensorsFile::read(std::move(*shardFile));
      if (!file) {
        all = joinErrors(std::move(all), file.takeError());
        return Error::success();
      }
      checkpoint.shards.push_back(std::make_unique<SafetensorsFile>(std::move(*file)));
      shard->second = checkpoint.shards.back().get();
    }
    if (!shard->second)
      return Error::success();
    const SafetensorsEntry *entry = shard->second->find(tensor);
    if (!entry)
      all =
          joinErrors(std::move(all),
                     foundExpected(value.place(), "no tensor " + inQuotes(tensor) + " in " + *name,
                                   "each tensor in the shard the index names",
                                   "the index and the shards are of different models"));
    else
      checkpoint.sources[tensor] = {shard->second, entry};
    return Error::success();
  });
  all = joinErrors(std::move(all), std::move(broken));
  if (all)
    return std::move(all);
  return checkpoint;
}

//===----------------------------------------------------------------------===//
// Asking
//===----------------------------------------------------------------------===//

uint64_t Checkpoint::byteCount() const {
  uint64_t total = 0;
  for (const auto &source : sources)
    total += source.second.size();
  return total;
}

std::vector<StringRef> Checkpoint::names() const {
  std::vector<StringRef> result;
  for (const auto &source : sources)
    result.push_back(source.first());
  llvm::sort(result);
  return result;
}

TensorSource Checkpoint::find(StringRef name) const { return sources.lookup(name); }

} // namespace vitc
