// SPDX-License-Identifier: Apache-2.0
// If this fails, a report counts events that were filtered out, or leaves out some that were asked
// for.
#include "select/filter.h"

#include <gtest/gtest.h>

#include "decode/decoder.h"

namespace tallyfold {
namespace {

// One event per value of property "v"; an empty value leaves the property out.
struct Values {
  explicit Values(const std::vector<std::string>& values) : dataset(account, {}) {
    std::string text;
    for (const std::string& value : values) {
      text += R"({"event_name":"e","external_customer_id":"c","timestamp":0,"properties":{)" +
              (value.empty() ? "" : "\"v\":" + value) + "}}\n";
    }
    Decoder decoder(dataset);
    EXPECT_EQ(decoder.append(text, {}).value().accepted, values.size());
    block = dataset.blocks()[0];
    key = dataset.keys.find(FieldName::ofProperty("v"));
  }
  // Which events pass, as a row of 1 and 0; asked twice, because verdicts are remembered.
  std::string passing(const std::vector<std::string>& texts) {
    FilterReader filter(dataset, {FieldName::ofProperty("v"), texts});
    std::string verdicts[2];
    for (std::string& round : verdicts) {
      for (uint32_t row = 0; row < block->rows; ++row) {
        const Cell cell = block->cellAt(key, row);
        round.push_back(filter.passes(*block, key, cell.tag, cell.payload) ? '1' : '0');
      }
    }
    EXPECT_EQ(verdicts[0], verdicts[1]);
    return verdicts[0];
  }
  MemoryAccount account;
  Dataset dataset;
  const Block* block = nullptr;
  FieldKey key = kNoField;
};

TEST(Filter, ComparesTheTextOfEveryKindOfValue) {
  Values values({"200", "\"200\"", "200.0", "\"200.0\"", "true", "\"true\"", "null", "", "\"\"",
                 "[1.0]", "1e400", "1e30", "\"A\"", "\"a\""});
  EXPECT_EQ(values.passing({"200"}), "11100000000000");
  EXPECT_EQ(values.passing({"200.0"}), "00010000000000");
  EXPECT_EQ(values.passing({"true"}), "00001100000000");
  EXPECT_EQ(values.passing({""}), "00000011100000");
  EXPECT_EQ(values.passing({"[1]"}), "00000000010000");
  EXPECT_EQ(values.passing({"1e400"}), "00000000001000");
  EXPECT_EQ(values.passing({"1e30"}), "00000000000100");
  EXPECT_EQ(values.passing({"a"}), "00000000000001");
  EXPECT_EQ(values.passing({"zzz", "A", "200", "a", "200"}), "11100000000011");
  EXPECT_EQ(values.passing({}), "00000000000000");
}

TEST(NumberReader, ReadsEveryKindOfValueTheSameTheSecondTime) {
  Values values({"12.50", "\"12.50\"", "\"1e2\"", "\"abc\"", "1e400", "\"1e400\"", "null", "",
                 "true", "[1]", "\"NaN\"", "\"-inf\"", "\"+Infinity\"", "1e5000"});
  NumberReader reader(values.dataset);
  for (int round = 0; round < 2; ++round) {
    std::string forms;
    for (uint32_t row = 0; row < values.block->rows; ++row) {
      const Cell cell = values.block->cellAt(values.key, row);
      const auto number = reader.read(*values.block, values.key, cell.tag, cell.payload);
      if (isScaledForm(number.form)) {
        forms += Decimal::fromScaled(number.mantissa, number.form).toText() + " ";
      } else if (number.form == formOf(NumberForm::Exact)) {
        forms +=
            std::to_string(reader.exact()[static_cast<size_t>(number.mantissa)].toText().size()) +
            " digits ";
      } else if (number.form == formOf(NumberForm::NotFinite)) {
        forms += "not finite " + std::to_string(number.mantissa) + " ";
      } else {
        forms += number.form == formOf(NumberForm::Absent) ? "absent " : "none ";
      }
    }
    EXPECT_EQ(forms,
              "12.5 12.5 100 none 401 digits 401 digits absent absent none none not finite 0 not "
              "finite -1 not finite 1 none ");
  }
}

TEST(TextReader, GivesEqualTextsOneCode) {
  Values values({"10", "10.0", "\"10\"", "1e1", "true", "\"true\"", "null", "", "\"\"", "-1",
                 "-1.0", "\"-1\"", "1e400", "\"1e400\"", "[1]", "\"[1]\"", "72057594037927937",
                 "\"72057594037927940\"", "-72057594037927937"});
  MemoryAccount account;
  Dictionary texts(account);
  TextReader reader(values.dataset, texts);
  std::vector<uint32_t> first;
  for (int round = 0; round < 2; ++round) {
    std::vector<uint32_t> codes;
    for (uint32_t row = 0; row < values.block->rows; ++row) {
      const Cell cell = values.block->cellAt(values.key, row);
      codes.push_back(reader.read(*values.block, values.key, cell.tag, cell.payload));
    }
    const auto same = [&](size_t a, size_t b) { return codes[a] == codes[b]; };
    EXPECT_TRUE(same(0, 1) && same(1, 2) && same(2, 3));
    EXPECT_TRUE(same(4, 5) && same(9, 10) && same(10, 11) && same(12, 13) && same(14, 15) &&
                same(16, 17));
    EXPECT_TRUE(codes[6] == kAbsentText && codes[7] == kAbsentText && codes[8] != kAbsentText);
    EXPECT_FALSE(same(16, 18));
    if (round == 0) first = codes;
    EXPECT_EQ(codes, first);
  }
}

}  // namespace
}  // namespace tallyfold
