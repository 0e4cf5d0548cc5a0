//===- MappedFileTest.cpp --------------------------------------------------===//

#include "vitc/Support/MappedFile.h"
#include "ScratchDirectory.h"
#include "vitc/Support/Errors.h"

#include <gtest/gtest.h>

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

using namespace llvm;
using namespace vitc;

namespace {

class MappedFileTest : public testing::Test {
protected:
  std::string refusal(Expected<MappedFile> file) {
    return file ? "accepted" : scratch.relative(errorText(file.takeError()));
  }
  std::string content(Expected<MappedFile> file) {
    return file ? file->text().str() : errorText(file.takeError());
  }
  ScratchDirectory scratch;
};

TEST_F(MappedFileTest, ReadsRegularFiles) {
  EXPECT_EQ(content(MappedFile::open(scratch.write("a", "hello"))), "hello");
  EXPECT_EQ(content(MappedFile::open(scratch.write("empty", ""))), "");
  ASSERT_EQ(symlink("a", scratch.path("link").c_str()), 0);
  EXPECT_EQ(content(MappedFile::open(scratch.path("link"))), "hello");
}

TEST_F(MappedFileTest, HashTellsContentsApart) {
  MappedFile a = cantFail(MappedFile::open(scratch.write("a", "one")));
  MappedFile b = cantFail(MappedFile::open(scratch.write("b", "one")));
  MappedFile c = cantFail(MappedFile::open(scratch.write("c", "two")));
  EXPECT_EQ(a.contentHash().size(), 32u);
  EXPECT_EQ(a.contentHash(), b.contentHash());
  EXPECT_NE(a.contentHash(), c.contentHash());
}

TEST_F(MappedFileTest, RefusesWhatIsNoRegularFile) {
  ASSERT_EQ(mkfifo(scratch.path("fifo").c_str(), 0600), 0);
  EXPECT_EQ(refusal(MappedFile::open(scratch.path("fifo"))),
            "fifo: error: found a FIFO, expected a regular file\n");
  scratch.make("dir");
  EXPECT_EQ(refusal(MappedFile::open(scratch.path("dir"))),
            "dir: error: found a directory, expected a regular file\n");
  EXPECT_EQ(refusal(MappedFile::open("/dev/null")),
            "/dev/null: error: found a device, expected a regular file\n");
  EXPECT_EQ(refusal(MappedFile::open(scratch.path("none"))),
            "none: error: cannot open: No such file or directory (errno 2)\n");
  EXPECT_EQ(refusal(MappedFile::open("")), "error: found an empty file name, expected a path\n");
}

TEST_F(MappedFileTest, NamesFromFilesMustBePlain) {
  std::string directory = scratch.make("model");
  scratch.write("secret", "s");
  auto inside = [&](StringRef name) {
    return refusal(MappedFile::openInside(directory, name, "index.json", "weight_map.x"));
  };
  auto notPlain = [](StringRef name, StringRef why) {
    return ("index.json:weight_map.x: error: found the file name " + name + ", which " + why +
            ", expected the plain name of a file beside this one\n")
        .str();
  };
  EXPECT_EQ(inside("../secret"), notPlain("'../secret'", "contains a '/'"));
  EXPECT_EQ(inside("a/../../secret"), notPlain("'a/../../secret'", "contains a '/'"));
  EXPECT_EQ(inside(scratch.path("secret")),
            scratch.relative(notPlain("'" + scratch.path("secret") + "'", "contains a '/'")));
  EXPECT_EQ(inside(".."), notPlain("'..'", "is a directory"));
  EXPECT_EQ(inside("."), notPlain("'.'", "is a directory"));
  EXPECT_EQ(inside(""), notPlain("''", "is empty"));
  EXPECT_EQ(inside(StringRef("a\0b", 3)), notPlain("'a\\x00b'", "contains a control character"));
  EXPECT_EQ(inside(std::string(5000, 'n')),
            notPlain("'" + std::string(80, 'n') + "… (5000 bytes)'", "is longer than 255 bytes"));
}

TEST_F(MappedFileTest, LinksMustStayInside) {
  std::string directory = scratch.make("model");
  scratch.write("secret", "s");
  scratch.write("model/real", "r");
  auto link = [&](const char *target, StringRef name) {
    ASSERT_EQ(symlink(target, scratch.path(("model/" + name).str()).c_str()), 0);
  };
  link("real", "good");
  link("../secret", "up");
  link("up", "chain");
  link("loop", "loop");
  link("/proc/self/exe", "magic");
  link("/dev/zero", "absolute");
  link("nowhere", "broken");
  EXPECT_EQ(content(MappedFile::openInside(directory, "good")), "r");
  for (StringRef name : {"up", "chain", "magic", "absolute"})
    EXPECT_NE(refusal(MappedFile::openInside(directory, name)).find("which leaves the directory"),
              std::string::npos)
        << name.str();
  EXPECT_NE(refusal(MappedFile::openInside(directory, "loop"))
                .find("found a link to 'loop', which does not lead to a file"),
            std::string::npos);
  EXPECT_EQ(refusal(MappedFile::openInside(directory, "broken")),
            "model/broken: error: cannot open: No such file or directory (errno 2)\n");
}

TEST_F(MappedFileTest, CacheLinksReachTheBlobsOfTheirRepositoryOnly) {
  std::string snapshot = scratch.make("models--o--n/snapshots/abc");
  scratch.make("models--o--n/blobs");
  scratch.write("models--o--n/blobs/sha", "blob");
  scratch.write("models--o--n/other", "other");
  auto link = [&](const char *target, StringRef name) {
    ASSERT_EQ(symlink(target, (snapshot + "/" + name.str()).c_str()), 0);
  };
  link("../../blobs/sha", "model.safetensors");
  link("../../other", "outside");
  link("../../blobs/../other", "sneaky");
  EXPECT_EQ(content(MappedFile::openInside(snapshot, "model.safetensors")), "blob");
  for (StringRef name : {"outside", "sneaky"})
    EXPECT_NE(refusal(MappedFile::openInside(snapshot, name)).find("leaves the directory"),
              std::string::npos)
        << name.str();

  // The same link in a directory that is no snapshot.
  std::string plain = scratch.make("models--o--n/elsewhere/abc");
  ASSERT_EQ(symlink("../../blobs/sha", (plain + "/model.safetensors").c_str()), 0);
  EXPECT_NE(refusal(MappedFile::openInside(plain, "model.safetensors")).find("leaves"),
            std::string::npos);
}

TEST_F(MappedFileTest, ShrinkingFileEndsWithAMessage) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  std::string path = scratch.write("shrinks", std::string(1 << 16, 'x'));
  EXPECT_EXIT(
      {
        MappedFile file = cantFail(MappedFile::open(path));
        [[maybe_unused]] int failed = truncate(path.c_str(), 0);
        volatile uint8_t byte = file.bytes()[40000];
        (void)byte;
      },
      testing::ExitedWithCode(1), "shrinks: error: the file became shorter");
}

} // namespace
