// SPDX-License-Identifier: Apache-2.0
// Dark or light: the system's, until a person says otherwise.

import { h, icon, put } from './dom.js';

const KEY = 'tallyfold-theme';

/** @param {{ onChange: () => void }} handlers */
export function makeThemeButton({ onChange }) {
  const system = matchMedia('(prefers-color-scheme: dark)');
  const { dataset } = document.documentElement;
  const stored = remembered();
  if (stored) dataset.theme = stored;
  const isDark = () => (dataset.theme ?? (system.matches ? 'dark' : 'light')) === 'dark';
  const button = h('button.icon-button', { type: 'button', on: { click: () => {
    dataset.theme = isDark() ? 'light' : 'dark';
    remember(dataset.theme);
    show();
  } } });
  function show() {
    const label = isDark() ? 'Light theme' : 'Dark theme';
    button.title = label;
    button.setAttribute('aria-label', label);
    put(button, icon(isDark() ? 'sun' : 'moon'));
    onChange();
  }
  system.addEventListener('change', show);
  show();
  return button;
}

// A page may be forbidden to remember anything.
function remembered() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function remember(theme) {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // It holds until the page is left.
  }
}
