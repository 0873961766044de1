/** Words that people write. */
import * as z from 'zod';

/**
 * Half a surrogate pair is no character: UTF-8 cannot write it, so that what is stored would differ from what is told. Each
 * becomes U+FFFD where it comes in, before anybody sees it.
 */
export const writtenText = (): z.ZodString => z.string().overwrite((text) => text.toWellFormed());
