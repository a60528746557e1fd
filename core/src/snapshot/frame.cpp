// SPDX-License-Identifier: Apache-2.0
#include "snapshot/frame.h"

#include "base/bytes.h"
#include "time/zone.h"

namespace tallyfold {
namespace {

constexpr std::string_view kMagic = "TALLYFLD";

Error invalid(std::string what) {
  return {ErrorCode::InvalidSnapshot, "the snapshot " + std::move(what), ""};
}

// Against damage, not against forgery: the key is no secret.
Hash128 checksum(std::string_view body) {
  return sipHash13({0x736e617073686f74, 0x74616c6c79666f6c}, body);
}

}  // namespace

std::string frameSnapshot(const Hash128& fingerprint, std::string_view body) {
  ByteWriter out;
  out.text(kMagic);
  out.u32(kSnapshotFormat);
  out.text(zoneDataVersion());
  out.u64(fingerprint.low);
  out.u64(fingerprint.high);
  const Hash128 sum = checksum(body);
  out.u64(sum.low);
  out.u64(sum.high);
  out.text(body);
  return out.take();
}

Result<std::string_view> openSnapshot(const Hash128& fingerprint, std::string_view snapshot) {
  ByteReader in(snapshot);
  if (in.text() != kMagic) return invalid("is not one: its first bytes are something else");
  const uint32_t format = in.u32();
  if (format != kSnapshotFormat) {
    return invalid("has format " + std::to_string(format) + "; this version reads format " +
                   std::to_string(kSnapshotFormat));
  }
  const std::string_view zones = in.text();
  const Hash128 theirs{in.u64(), in.u64()};
  const Hash128 sum{in.u64(), in.u64()};
  const std::string_view body = in.text();
  if (!in.ok() || !in.atEnd() || !(checksum(body) == sum)) return invalid("is damaged or cut off");
  if (zones != zoneDataVersion()) {
    return invalid("was made with zone data " + std::string(zones) + "; this version has " +
                   zoneDataVersion());
  }
  if (!(theirs == fingerprint)) {
    return invalid(
        "belongs to another request: report, mode, request, now and identity key must be the same");
  }
  return body;
}

}  // namespace tallyfold
