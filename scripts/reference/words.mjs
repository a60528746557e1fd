// SPDX-License-Identifier: Apache-2.0
// Every word that an option, a member or an error code may be has to be explained: by a comment of its
// own, or by its name in the comment of what it is a value of. And the first page names every module.

import { Application, ReflectionKind } from 'typedoc';

/** @param {import('typedoc').Application} app */
export function load(app) {
  app.on(Application.EVENT_VALIDATE_PROJECT, (project) => {
    for (const reflection of project.getReflectionsByKind(ReflectionKind.All)) {
      const missing = unexplained(reflection);
      if (missing.length === 0) continue;
      const name = reflection.getFriendlyFullName();
      app.logger.validationWarning(`${name} does not say what ${missing.join(', ')} means`);
    }
    for (const { name } of project.children) {
      if (textOf(project.readme).includes(`\`${name}\``)) continue;
      app.logger.validationWarning(`scripts/reference/javascript.md does not name ${name}`);
    }
  });
}

const textOf = (parts = []) => parts.map(({ text }) => text).join('');

/** The words of a reflection's type that no comment names. */
function unexplained({ type, comment }) {
  const members = type?.type === 'union' ? type.types : type ? [type] : [];
  const said = textOf(comment?.summary);
  return members
    .filter((member, i) => typeof member.value === 'string' && !type.elementSummaries?.[i]?.length)
    .map(({ value }) => `\`${value}\``)
    .filter((word) => !said.includes(word));
}
