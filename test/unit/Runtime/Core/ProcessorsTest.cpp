//===- ProcessorsTest.cpp - quotas of control groups --------------------------===//

extern "C" {
#include "Processors.h"
}

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <sched.h>
#include <string>

namespace {

/// A hierarchy of groups in a folder of its own.
class QuotaTest : public testing::Test {
protected:
  void SetUp() override {
    std::string name = testing::TempDir() + "/cgroupXXXXXX";
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    root = name;
  }
  void TearDown() override { std::filesystem::remove_all(root); }

  void write(const std::string &path, const std::string &text) {
    std::filesystem::path file = root / path;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file) << text;
  }

  /// Of a process in `membership`.
  uint32_t quota(const std::string &membership) {
    write("membership", membership);
    return vitc_quota((root / "membership").c_str(), root.c_str());
  }

  std::filesystem::path root;
};

TEST_F(QuotaTest, CountsBegunProcessors) {
  write("box/cpu.max", "200000 100000\n");
  EXPECT_EQ(quota("0::/box\n"), 2u);
  write("box/cpu.max", "150000 100000\n");
  EXPECT_EQ(quota("0::/box\n"), 2u);
  write("box/cpu.max", "1000 100000\n");
  EXPECT_EQ(quota("0::/box\n"), 1u);
  write("box/cpu.max", "18446744073709551615 1\n");
  EXPECT_EQ(quota("0::/box\n"), VITC_MAX_THREADS);
}

TEST_F(QuotaTest, TakesTheLeastOfAllGroupsAround) {
  write("cpu.max", "800000 100000\n");
  write("a/cpu.max", "300000 100000\n");
  write("a/b/cpu.max", "max 100000\n");
  write("a/b/c/cpu.max", "500000 100000\n");
  EXPECT_EQ(quota("0::/a/b/c\n"), 3u);
  EXPECT_EQ(quota("0::/\n"), 8u); // a container sees its own group as the root
  EXPECT_EQ(quota("0::/gone/away\n"), 8u);
}

TEST_F(QuotaTest, FindsNoneWhereThereIsNone) {
  write("a/cpu.max", "max 100000\n");
  EXPECT_EQ(quota("0::/a\n"), 0u);
  EXPECT_EQ(quota("4:cpu,cpuacct:/a\n"), 0u); // version 1
  EXPECT_EQ(quota("4:memory:/a\n0::/a\n"), 0u);
  EXPECT_EQ(quota(""), 0u);
  EXPECT_EQ(quota("0::"), 0u);
  for (const char *text : {"", "many", "0 100000", "100000", "100000 0", "-1 x"}) {
    write("a/cpu.max", text);
    EXPECT_EQ(quota("0::/a\n"), 0u) << text;
  }
  EXPECT_EQ(vitc_quota("/nowhere", "/nowhere"), 0u);
}

TEST(ProcessorsTest, AreNoMoreThanTheAffinityMaskHas) {
  cpu_set_t before, one;
  ASSERT_EQ(sched_getaffinity(0, sizeof(before), &before), 0);
  EXPECT_GE(vitc_processors(), 1u);
  EXPECT_LE(vitc_processors(), static_cast<uint32_t>(CPU_COUNT(&before)));
  int first = 0;
  while (!CPU_ISSET(first, &before))
    ++first;
  CPU_ZERO(&one);
  CPU_SET(first, &one);
  ASSERT_EQ(sched_setaffinity(0, sizeof(one), &one), 0);
  EXPECT_EQ(vitc_processors(), 1u);
  sched_setaffinity(0, sizeof(before), &before);
}

} // namespace
