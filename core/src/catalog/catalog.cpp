// SPDX-License-Identifier: Apache-2.0
#include "catalog/catalog.h"

#include "catalog/problems.h"
#include "json/value.h"

namespace tallyfold {

Result<std::shared_ptr<const Catalog>> readCatalog(std::string_view json) {
  CatalogProblems problems;
  const Result<json::Value> document = json::parse(json);
  if (!document) {
    problems.add("$", document.error().message);
    return problems.error();
  }
  if (!document.value().isObject()) {
    problems.add("$", "a catalog is a JSON object");
    return problems.error();
  }
  auto catalog = std::make_shared<Catalog>();
  const json::Value* seats = document.value().find("seatsio");
  if (seats != nullptr && !seats->isNull()) catalog->seats.read(*seats, problems);
  if (!problems.none()) return problems.error();
  return std::shared_ptr<const Catalog>(std::move(catalog));
}

}  // namespace tallyfold
