//===- LocateWeights.cpp - the data behind vit.weight ---------------------===//

#include "SourceModel.h"

#include "vitc/Dialect/ViT/ViT.h"
#include "vitc/Import/Files/Safetensors.h"
#include "vitc/Support/Errors.h"
#include "vitc/Support/Spelling.h"

#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

#include <map>
#include <set>

using namespace mlir;
using vitc::target::RawWeight;

namespace vitc::driver {

namespace {
class WeightFinder {
public:
  explicit WeightFinder(StringRef directory) : directory(directory) {}

  Error find(vit::WeightOp op);

  WeightTable table;

private:
  Expected<MappedFile> open(vit::WeightOp op);
  Expected<const SafetensorsFile *> openTensors(vit::WeightOp op);
  Expected<std::string> pathOf(vit::WeightOp op);
  Error lookUp(vit::WeightOp op, RawWeight &weight);

  StringRef directory;
  std::map<std::string, SafetensorsFile> files; ///< By the name in the module, like `paths`.
  std::map<std::string, std::string> paths;
  std::set<std::string> unreadable; ///< Files that are complained about already.
};
} // namespace

static Place placeOf(vit::WeightOp op, StringRef path) {
  return {path.str(), "tensor " + inQuotes(op.getSymName())};
}

static std::optional<target::ElementType> elementOf(Dtype dtype) {
  switch (dtype) {
  case Dtype::F64:
    return target::ElementType::F64;
  case Dtype::F32:
    return target::ElementType::F32;
  case Dtype::F16:
    return target::ElementType::F16;
  case Dtype::BF16:
    return target::ElementType::BF16;
  default:
    return std::nullopt;
  }
}

Expected<MappedFile> WeightFinder::open(vit::WeightOp op) {
  auto place = op->getLoc()->findInstanceOf<FileLineColLoc>();
  std::string inModule = "@" + op.getSymName().str(); // where a name that is no name stands
  if (place)
    inModule = std::to_string(place.getLine()) + ":" + inModule;
  StringRef folder = directory.empty() ? "." : directory;
  SmallString<256> path(folder);
  llvm::sys::path::append(path, op.getFile());
  if (!op.getFile().contains('/') && !llvm::sys::fs::exists(path)) {
    unreadable.insert(op.getFile().str());
    return foundExpected({path.str().str(), inModule}, "no such file",
                         "the file of weights beside the module",
                         "vit.weight names files in the folder of the .mlir file");
  }
  StringRef module = place ? place.getFilename().strref() : "";
  Expected<MappedFile> file = MappedFile::openInside(folder, op.getFile(), module, inModule);
  if (!file)
    unreadable.insert(op.getFile().str());
  return file;
}

Expected<const SafetensorsFile *> WeightFinder::openTensors(vit::WeightOp op) {
  auto found = files.find(op.getFile().str());
  if (found != files.end())
    return &found->second;
  Expected<MappedFile> mapped = open(op);
  if (!mapped)
    return mapped.takeError();
  Expected<SafetensorsFile> file = SafetensorsFile::read(std::move(*mapped));
  if (!file)
    return file.takeError();
  return &files.emplace(op.getFile().str(), std::move(*file)).first->second;
}

/// The path of a file that the module says all about; it is opened once, so that its name is
/// checked like any other.
Expected<std::string> WeightFinder::pathOf(vit::WeightOp op) {
  std::string &path = paths[op.getFile().str()];
  if (!path.empty())
    return path;
  Expected<MappedFile> file = open(op);
  if (!file)
    return file.takeError();
  return path = file->path().str();
}

/// The range of a weight that the module names without saying where it begins.
Error WeightFinder::lookUp(vit::WeightOp op, RawWeight &weight) {
  Expected<const SafetensorsFile *> file = openTensors(op);
  if (!file)
    return file.takeError();
  const SafetensorsEntry *entry = (*file)->find(op.getSymName());
  StringRef path = (*file)->file().path();
  weight.file = path.str();
  if (!entry) {
    SmallVector<StringRef> names;
    for (const SafetensorsEntry &each : (*file)->entries())
      names.push_back(each.name);
    StringRef nearest = nearestSpelling(op.getSymName(), names);
    return foundExpected(placeOf(op, path), "no such tensor",
                         "the data of vit.weight @" + op.getSymName(),
                         nearest.empty() ? "" : "did you mean '" + nearest + "'?");
  }
  auto type = cast<RankedTensorType>(op.getType());
  if (entry->shape != type.getShape())
    return foundExpected(placeOf(op, path), "shape " + shapeText(entry->shape),
                         shapeText(type.getShape()) + " as vit.weight says");
  if (elementOf(entry->dtype) != weight.type)
    return foundExpected(placeOf(op, path), dtypeName(entry->dtype),
                         target::elementName(weight.type) + " as vit.weight says");
  weight.offset = entry->offset;
  op.setOffset(entry->offset);
  return Error::success();
}

Error WeightFinder::find(vit::WeightOp op) {
  if (unreadable.count(op.getFile().str()) != 0)
    return Error::success();
  auto type = cast<RankedTensorType>(op.getType());
  Expected<target::ElementType> element = elementTypeOf(type.getElementType());
  if (!element)
    return element.takeError();
  RawWeight weight;
  weight.symbol = op.getSymName().str();
  weight.type = *element;
  weight.bytes = type.getNumElements() * target::elementBytes(*element);
  if (std::optional<int64_t> offset = op.getOffset()) {
    Expected<std::string> path = pathOf(op);
    if (!path)
      return path.takeError();
    weight.file = *path;
    weight.offset = *offset;
  } else if (Error error = lookUp(op, weight)) {
    return error;
  }
  table[weight.symbol] = weight;
  return Error::success();
}

Expected<WeightTable> locateWeights(ModuleOp module, StringRef directory) {
  WeightFinder finder(directory);
  Error errors = Error::success();
  for (auto op : module.getOps<vit::WeightOp>())
    errors = llvm::joinErrors(std::move(errors), finder.find(op));
  if (errors)
    return std::move(errors);
  return std::move(finder.table);
}

} // namespace vitc::driver
