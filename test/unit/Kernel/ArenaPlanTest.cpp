//===- ArenaPlanTest.cpp - offsets for buffers by when they live ----------===//

#include "ArenaPlan.h"

#include "gtest/gtest.h"

#include <algorithm>
#include <random>
#include <vector>

using namespace vitc;

namespace {

/// The most bytes alive at one step: no plan needs less.
int64_t mostAlive(const std::vector<ArenaBuffer> &buffers) {
  int64_t most = 0;
  for (const ArenaBuffer &at : buffers) {
    int64_t sum = 0; // what is alive changes only where a buffer begins
    for (const ArenaBuffer &other : buffers)
      if (other.first <= at.first && at.first <= other.last)
        sum += other.bytes;
    most = std::max(most, sum);
  }
  return most;
}

int64_t sumOfBytes(const std::vector<ArenaBuffer> &buffers, int64_t alignment) {
  int64_t sum = 0;
  for (const ArenaBuffer &buffer : buffers)
    sum += (buffer.bytes + alignment - 1) / alignment * alignment;
  return sum;
}

/// Plans `buffers` and checks what holds of every plan; returns its size.
int64_t planAndCheck(std::vector<ArenaBuffer> &buffers, int64_t alignment) {
  int64_t total = planArena(buffers, alignment);
  for (size_t i = 0; i < buffers.size(); ++i) {
    const ArenaBuffer &a = buffers[i];
    EXPECT_GE(a.offset, 0);
    EXPECT_EQ(a.offset % alignment, 0) << "buffer " << i;
    EXPECT_LE(a.offset + a.bytes, total) << "buffer " << i;
    for (size_t j = i + 1; j < buffers.size(); ++j) {
      const ArenaBuffer &b = buffers[j];
      bool sameTime = a.first <= b.last && b.first <= a.last;
      bool samePlace = a.offset < b.offset + b.bytes && b.offset < a.offset + a.bytes;
      EXPECT_FALSE(sameTime && samePlace) << "buffers " << i << " and " << j;
    }
  }
  EXPECT_GE(total, mostAlive(buffers));
  EXPECT_LE(total, sumOfBytes(buffers, alignment));
  return total;
}

TEST(ArenaPlan, NothingNeedsNothing) {
  std::vector<ArenaBuffer> none;
  EXPECT_EQ(planAndCheck(none, 64), 0);
}

TEST(ArenaPlan, BuffersOneAfterAnotherShareAPlace) {
  std::vector<ArenaBuffer> buffers{{640, 0, 1}, {640, 2, 3}, {320, 4, 5}};
  EXPECT_EQ(planAndCheck(buffers, 64), 640);
}

TEST(ArenaPlan, LastStepCounts) {
  std::vector<ArenaBuffer> buffers{{640, 0, 2}, {640, 2, 3}};
  EXPECT_EQ(planAndCheck(buffers, 64), 1280);
}

TEST(ArenaPlan, SmallBufferFillsAGap) {
  // Two large ones around a third that is gone when the small one is made.
  std::vector<ArenaBuffer> buffers{{1024, 0, 9}, {512, 0, 4}, {768, 0, 9}, {256, 5, 9}};
  EXPECT_EQ(planAndCheck(buffers, 64), 1024 + 768 + 512);
}

TEST(ArenaPlan, SizesAreRoundedUp) {
  std::vector<ArenaBuffer> buffers{{1, 0, 1}, {65, 0, 1}, {0, 0, 1}};
  EXPECT_EQ(planAndCheck(buffers, 64), 192);
}

TEST(ArenaPlan, RandomBuffersNeverMeet) {
  std::mt19937 random(20);
  auto below = [&](int64_t limit) { return static_cast<int64_t>(random() % limit); };
  for (int round = 0; round < 300; ++round) {
    std::vector<ArenaBuffer> buffers;
    for (int64_t i = 0, count = 1 + below(40); i < count; ++i) {
      int64_t first = below(50);
      buffers.push_back({below(4) ? below(5000) : 64 * below(64), first, first + below(20)});
    }
    planAndCheck(buffers, round % 2 ? 64 : 1);
  }
}

TEST(ArenaPlan, SamePlanEveryTime) {
  std::vector<ArenaBuffer> first{{640, 0, 3}, {640, 1, 4}, {640, 2, 5}, {640, 4, 6}},
      second = first;
  EXPECT_EQ(planAndCheck(first, 64), planAndCheck(second, 64));
  for (size_t i = 0; i < first.size(); ++i)
    EXPECT_EQ(first[i].offset, second[i].offset);
}

} // namespace
