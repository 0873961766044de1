/** What other features may use. */
export type { IdentityDocumentRepository } from './identity-document-repository.ts';
export { createVault, type Vault, type VaultDeps } from './vault.ts';
