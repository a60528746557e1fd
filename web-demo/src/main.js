// SPDX-License-Identifier: Apache-2.0

import 'uplot/dist/uPlot.min.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import './styles/cards.css';
import './styles/charts.css';
import './styles/reports.css';
import './styles/pricing.css';

import { App } from './app.js';

new App(document.getElementById('app'));

if (import.meta.env.PROD && 'serviceWorker' in navigator)
  navigator.serviceWorker.register('./sw.js').catch(() => {
    // Some places allow none, such as private windows; the page then works while there is a network.
  });
