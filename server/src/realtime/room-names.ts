/** The only place where names of rooms are made; clients never choose one. */
export const conversationRoom = (conversationId: string): string => `conversation:${conversationId}`;
/** All connections of one principal. */
export const principalRoom = (principalId: string): string => `principal:${principalId}`;
/** The agents who see the support inbox. */
export const supportInboxRoom = 'support-inbox';
