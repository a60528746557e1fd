// SPDX-License-Identifier: Apache-2.0
// What the server and the browser ask alike.

export const question = {
  report: 'tallyfold.query',
  request: {
    event: 'completion',
    aggregations: { tokens: { type: 'sum', property: 'tokens' } },
    group_by: ['properties.model'],
    order_by: { by: 'tokens' },
  },
};
