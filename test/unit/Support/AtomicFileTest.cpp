//===- AtomicFileTest.cpp --------------------------------------------------===//

#include "vitc/Support/AtomicFile.h"
#include "ScratchDirectory.h"
#include "vitc/Support/Errors.h"

#include <gtest/gtest.h>

#include <csignal>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace llvm;
using namespace vitc;

namespace {

using Names = std::vector<std::string>;

class AtomicFileTest : public testing::Test {
protected:
  AtomicFile create(StringRef name) { return cantFail(AtomicFile::create(scratch.path(name))); }
  ScratchDirectory scratch;
};

TEST_F(AtomicFileTest, AppearsOnCommitOnly) {
  scratch.write("out", "old");
  AtomicFile file = create("out");
  file.os() << "new";
  EXPECT_EQ(ScratchDirectory::read(scratch.path("out")), "old");
  EXPECT_EQ(scratch.entries().size(), 2u); // the temporary is beside it
  EXPECT_EQ(errorText(file.commit()), "");
  EXPECT_EQ(ScratchDirectory::read(scratch.path("out")), "new");
  EXPECT_EQ(scratch.entries(), Names({"out"}));
}

TEST_F(AtomicFileTest, WithoutCommitNothingChanges) {
  scratch.write("out", "old");
  {
    AtomicFile file = create("out");
    file.os() << "new";
    AtomicFile moved = std::move(file);
  }
  EXPECT_EQ(ScratchDirectory::read(scratch.path("out")), "old");
  EXPECT_EQ(scratch.entries(), Names({"out"}));
}

TEST_F(AtomicFileTest, MapsRangesForWriting) {
  AtomicFile file = create("out");
  file.os() << "head";
  {
    MutableMap map = cantFail(file.mutableMap(10'000, 5));
    memcpy(map.bytes().data(), "tail!", 5);
    EXPECT_EQ(map.bytes().size(), 5u);
    EXPECT_TRUE(cantFail(file.mutableMap(3, 0)).bytes().empty());
  }
  EXPECT_EQ(errorText(file.commit()), "");
  std::string content = ScratchDirectory::read(scratch.path("out"));
  EXPECT_EQ(content.size(), 10'005u);
  EXPECT_EQ(content.substr(0, 5), std::string("head\0", 5));
  EXPECT_EQ(content.substr(10'000), "tail!");
}

TEST_F(AtomicFileTest, ModeFollowsKindAndUmask) {
  mode_t old = umask(027);
  AtomicFile program =
      cantFail(AtomicFile::create(scratch.path("program"), AtomicFile::Kind::Executable));
  AtomicFile data = create("data");
  umask(old);
  EXPECT_EQ(errorText(program.commit()) + errorText(data.commit()), "");
  struct stat status;
  stat(scratch.path("program").c_str(), &status);
  EXPECT_EQ(status.st_mode & 0777, 0750u);
  stat(scratch.path("data").c_str(), &status);
  EXPECT_EQ(status.st_mode & 0777, 0640u);
}

TEST_F(AtomicFileTest, FollowsALinkAndKeepsIt) {
  scratch.write("target", "old");
  ASSERT_EQ(symlink("target", scratch.path("link").c_str()), 0);
  AtomicFile file = create("link");
  file.os() << "new";
  EXPECT_EQ(errorText(file.commit()), "");
  EXPECT_EQ(ScratchDirectory::read(scratch.path("target")), "new");
  EXPECT_TRUE(sys::fs::is_symlink_file(scratch.path("link")));
}

TEST_F(AtomicFileTest, RefusesImpossibleOutputs) {
  auto refusal = [&](StringRef path) {
    Expected<AtomicFile> file = AtomicFile::create(path);
    return file ? "accepted" : scratch.relative(errorText(file.takeError()));
  };
  scratch.make("dir");
  EXPECT_EQ(refusal(scratch.path("dir")),
            "dir: error: found a directory, expected the name of an output file\n"
            "hint: add a file name: dir/NAME\n");
  EXPECT_EQ(refusal(scratch.path("none/out")),
            "none/out: error: cannot create a temporary beside it: No such file or directory "
            "(errno 2)\nhint: choose an output in a directory that exists and can be written\n");
  EXPECT_EQ(refusal(""), "error: found an empty output path, expected a file name or -\n");
  EXPECT_EQ(scratch.entries(), Names({"dir"}));
}

TEST_F(AtomicFileTest, DevicesAreWrittenNotReplaced) {
  AtomicFile null = cantFail(AtomicFile::create("/dev/null"));
  null.os() << "x";
  EXPECT_EQ(errorText(null.commit()), "");
  struct stat status;
  stat("/dev/null", &status);
  EXPECT_TRUE(S_ISCHR(status.st_mode));
  AtomicFile full = cantFail(AtomicFile::create("/dev/full"));
  full.os() << "x";
  EXPECT_EQ(errorText(full.commit()),
            "/dev/full: error: cannot write: No space left on device (errno 28)\n");
}

TEST_F(AtomicFileTest, AFullDiskLeavesTheOldFile) {
  scratch.write("out", "old");
  pid_t child = fork();
  if (child == 0) {
    rlimit limit{1 << 16, 1 << 16}; // EFBIG stands in for ENOSPC
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &limit);
    AtomicFile file = create("out");
    file.os() << std::string(1 << 20, 'x');
    std::string streamed = errorText(file.commit());
    AtomicFile other = create("out");
    Expected<MutableMap> map = other.mutableMap(0, 1 << 20);
    std::string mapped = map ? "" : errorText(map.takeError());
    bool good = streamed.find("cannot write: File too large") != std::string::npos &&
                mapped.find("cannot reserve 1048576 bytes") != std::string::npos;
    other.discard();
    file.discard();
    _exit(good ? 0 : 1);
  }
  int status;
  waitpid(child, &status, 0);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  EXPECT_EQ(ScratchDirectory::read(scratch.path("out")), "old");
  EXPECT_EQ(scratch.entries(), Names({"out"}));
}

class AtomicFileSignal : public testing::TestWithParam<int> {};

TEST_P(AtomicFileSignal, RemovesTheTemporary) {
  ScratchDirectory scratch;
  scratch.write("out", "old");
  pid_t child = fork();
  if (child == 0) {
    AtomicFile file = cantFail(AtomicFile::create(scratch.path("out")));
    file.os() << "part";
    raise(GetParam());
    _exit(0);
  }
  int status;
  waitpid(child, &status, 0);
  EXPECT_TRUE(WIFSIGNALED(status));
  EXPECT_EQ(WTERMSIG(status), GetParam());
  EXPECT_EQ(ScratchDirectory::read(scratch.path("out")), "old");
  EXPECT_EQ(scratch.entries(), Names({"out"}));
}

INSTANTIATE_TEST_SUITE_P(, AtomicFileSignal, testing::Values(SIGINT, SIGTERM, SIGHUP));

TEST(TemporaryFileTest, LivesAsLongAsItsObject) {
  std::string path;
  {
    TemporaryFile file = cantFail(TemporaryFile::create(".safetensors"));
    path = file.path().str();
    TemporaryFile moved = std::move(file);
    EXPECT_TRUE(sys::fs::exists(path));
    EXPECT_TRUE(StringRef(path).ends_with(".safetensors"));
  }
  EXPECT_FALSE(sys::fs::exists(path));
}

} // namespace
