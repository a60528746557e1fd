// SPDX-License-Identifier: Apache-2.0
#include "decode/key_target.h"

namespace tallyfold {
namespace {

void aimAtProperty(Dataset& dataset, std::string_view name, KeyTarget& target) {
  const bool wanted = dataset.wantsProperty(name);
  target.kind = wanted ? KeyTarget::Kind::Property : KeyTarget::Kind::Unwanted;
  if (wanted) target.field = dataset.keys.internProperty(name);
}

}  // namespace

KeyTarget targetOf(const Dialect& dialect, Dataset& dataset, uint32_t parent,
                   std::string_view key) {
  const DialectNode& open = dialect.nodes[parent];
  KeyTarget target;
  target.node = dialect.child(parent, key);
  if (target.node == 0) {
    const bool is_property = open.holds_properties || (parent == 0 && dialect.rest_are_properties);
    if (is_property) aimAtProperty(dataset, key, target);
    return target;
  }
  const DialectNode& node = dialect.nodes[target.node];
  target.kind = KeyTarget::Kind::Node;
  if (node.is_property) {
    aimAtProperty(dataset, node.property, target);
    target.role = node.role;
  }
  return target;
}

}  // namespace tallyfold
