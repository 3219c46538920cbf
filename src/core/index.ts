export { createVault, type VaultPorts } from './create-vault.ts';
