// SPDX-License-Identifier: Apache-2.0
// What there is to ask about events that were read: when they were, their properties, their groups.

import { propertiesOf } from '../data/recognise.js';
import { fieldsOf } from '../query/fields.js';

const EVER = '2262-01-01T00:00:00Z';
const COUNT = { aggregations: { value: { type: 'count' } }, to: EVER };
/** Facts of events beside their properties, offered as groups where they tell events apart. */
const FACTS = ['event', 'customer', 'source'];
const SHOWN_RECORDS = 5;

export function describe(engine, { records, dialect, format }) {
  const ask = (more) => engine.columns({ report: 'tallyfold.query', request: { ...COUNT, ...more } });
  const facts = FACTS.filter((field) => ask({ group_by: [field], limit: 2, order_by: { by: 'value' } }).rows > 1);
  const textsOf = (field, limit) => {
    const { groups, others } = ask({ group_by: [field], limit, order_by: { by: 'value' } });
    const { codes, texts } = groups[field];
    return [...codes].filter((code, row) => texts[code] !== undefined && !others?.[row]).map((code) => texts[code]);
  };
  const properties = records.map((record) => propertiesOf(record, dialect, format));
  const { rows, windowStart, windowEnd, values } = ask({ window: 'hour' });
  const hours = rows > 0 ? { first: windowStart[0], last: windowEnd[rows - 1] } : undefined;
  return {
    hours,
    overview: { starts: windowStart, numbers: values.value.numbers },
    fields: fieldsOf(properties),
    facts,
    names: textsOf('event', 50),
    customers: textsOf('customer', 200),
    records: records.slice(0, SHOWN_RECORDS),
    memoryBytes: engine.memoryBytes,
  };
}
