/** What people do in widget and console, by the words they see. */
import type { Page } from 'playwright-core';

export const openWidget = (page: Page): Promise<void> => page.getByRole('button', { name: 'Open the chat' }).click();

/** Ticks what the chat needs, and nothing more. */
export const consent = async (page: Page): Promise<void> => {
  await page.getByRole('group', { name: 'Needed for the chat' }).getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Agree and start' }).click();
};

export const field = (page: Page) => page.getByRole('textbox', { name: 'Write a message' });

export const write = async (page: Page, text: string): Promise<void> => {
  await field(page).fill(text);
  await page.keyboard.press('Enter');
};

export const messages = (page: Page) => page.getByRole('region', { name: 'Messages' });

/** A question about a purpose, answered with yes. */
export const permit = async (page: Page, title: string): Promise<void> => {
  const sheet = page.getByRole('dialog', { name: title });
  await sheet.getByRole('checkbox').check();
  await sheet.getByRole('button', { name: 'Agree and continue' }).click();
};

export const signIn = async (page: Page, { email, password }: { email: string; password: string }): Promise<void> => {
  await page.getByRole('textbox', { name: 'E-mail address' }).fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
};

/** The newest conversation of the inbox. */
export const openNewest = (page: Page): Promise<void> =>
  page.getByRole('navigation', { name: 'Conversations' }).locator('.entry').first().click();
