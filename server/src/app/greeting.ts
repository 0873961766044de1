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
    const { email, generatedPassword } = firstAdministrator;
    lines.push('', `  First administrator         ${email}`);
    if (generatedPassword) lines.push(`  Password                    ${generatedPassword}`);
    lines.push('    They may also answer chats and verify documents; POST /v1/agents adds colleagues.');
    if (generatedPassword) lines.push('    Until somebody signs in, each start makes and prints another password.');
  }
  lines.push('', `  Data and keys               ${config.dataFolder}`);
  if (!config.authSecret)
    lines.push('  Signed users                off; set SENIM_AUTH_SECRET to let your site’s users in');
  return `${lines.join('\n')}\n\n`;
};
