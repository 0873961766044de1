/** What a person reads when the server is ready. */
import type { Config } from '#config/config';
import type { RunningApp } from './start-app.ts';

export const greeting = ({ url, firstAdministrator }: RunningApp, config: Config): string => {
  const lines = [
    '',
    '  Senim is ready.',
    '',
    `  Demo page with the widget   ${url}/demo`,
    `  Console for agents          ${url}/console`,
  ];
  if (firstAdministrator) {
    lines.push('', `  First administrator         ${firstAdministrator.email}`);
    const { generatedPassword } = firstAdministrator;
    if (generatedPassword) lines.push(`  Password, shown only now    ${generatedPassword}`);
  }
  lines.push('', `  Data and keys               ${config.dataFolder}`);
  if (!config.authSecret)
    lines.push('  Signed users                off; set SENIM_AUTH_SECRET to let your site’s users in');
  return `${lines.join('\n')}\n\n`;
};
