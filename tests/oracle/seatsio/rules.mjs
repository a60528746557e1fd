// SPDX-License-Identifier: Apache-2.0
// Where docs/dialects.md had to choose, the choice is a switch here, so that one word settles it
// for every case.

export const rules = {
  // What records of one object, date and id do, first to last.
  acts: ['deselection', 'selection', 'booking', 'release', 'assignment', null],
  // Whether records without an id are in that order too before that of the input.
  actsWithoutId: false,
  // What an object is when its records say different things and the catalog nothing. 'record':
  // both an area and one place; 'object': what its latest record says that says anything.
  typeOf: 'record',
  // Whether a table that is counted as an area is an area for the selections without booking.
  tableIsArea: true,
};
