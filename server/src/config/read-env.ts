/** The only reader of the environment: every setting validated at once, with a line for each that is wrong. */
import { Fault } from '#kernel/fault';
import { type SettingName, type SettingValues, settings } from './settings.ts';

/** @param environment usually process.env; an empty value counts as absent. Throws a Fault that names what to correct. */
export const readSettings = (environment: NodeJS.ProcessEnv): SettingValues => {
  const values: Record<string, unknown> = {};
  const complaints: string[] = [];
  for (const name of Object.keys(settings) as SettingName[]) {
    const result = settings[name].schema.safeParse(environment[name] || undefined);
    if (result.success) values[name] = result.data;
    else complaints.push(`${name}: ${result.error.issues.map((issue) => issue.message).join(', ')}`);
  }
  if (complaints.length > 0) throw new Fault(`some settings cannot be used\n  ${complaints.join('\n  ')}`);
  return values as SettingValues;
};
