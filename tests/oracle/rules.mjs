// SPDX-License-Identifier: Apache-2.0
// Where docs/dialects.md had to choose, the choice is a switch here, so that one word settles it for every case.

export const rules = {
  // as-is, a NaN or -inf text under MAX. 'zero': makes it 0;
  // 'skip': passed over while another value exists, as ClickHouse does.
  maxOverNaN: 'skip',
  // as-is, HOUR on a day whose offset changes. 'local': on the local clock;
  // 'elapsed': whole hours since local midnight, as ClickHouse does. They differ where the change
  // is by half an hour (Lord Howe) or not on the hour (Chatham).
  hourAfterChange: 'elapsed',
  // as-is, bucketed SUM and MAX. 'before': copies are settled before filters (as after a storage merge); 'after': among the rows asked for (as before a merge).
  bucketedCopies: 'after',
  // as-is, which copy stays. 'arrival': the input's order; 'received': by ingested_at first.
  bucketedCopyBy: 'received',
  copyTieBy: 'received',
  // Text of doubles from 1e21 on. '+': 1e+21, as Go and JavaScript; '': 1e21, as ClickHouse.
  exponentPlus: '',
  // as-is, whole numbers at or below -2^63 and above -1e21 hide the row's properties too.
  hidesNegative: true,
  // exact, a row without a usable value. false: makes no window and no group row.
  uncountedMakesRow: false,
  // exact, what `group` calls the entry that came in as group_by_property: "k".
  groupPropertyKey: (name) => name,
};
