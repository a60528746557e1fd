// SPDX-License-Identifier: Apache-2.0
#include "catalog/catalog.h"

#include "catalog/problems.h"
#include "json/value.h"

namespace tallyfold {

std::shared_ptr<const Catalog> readCatalog(std::string_view json, CatalogProblems& problems) {
  auto catalog = std::make_shared<Catalog>();
  const Result<json::Value> document = json::parse(json);
  if (!document) {
    problems.add("$", document.error().message);
    return catalog;
  }
  if (!document.value().isObject()) {
    problems.add("$", "a catalog is a JSON object");
    return catalog;
  }
  catalog->lago.read(document.value(), problems);
  catalog->lago.fingerprint = sipHash13({0x636174616c6f67, 0x6c61676f}, json);
  const json::Value* seats = document.value().find("seatsio");
  if (seats != nullptr && !seats->isNull()) catalog->seats.read(*seats, problems);
  return catalog;
}

Result<std::shared_ptr<const Catalog>> readCatalog(std::string_view json) {
  CatalogProblems problems;
  std::shared_ptr<const Catalog> catalog = readCatalog(json, problems);
  if (!problems.none()) return problems.error();
  return catalog;
}

}  // namespace tallyfold
