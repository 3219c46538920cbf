import type { GatewayPorts } from './ports.ts';
import type { SecretAnswers } from './secret-answers.ts';

/** What routes work with. */
export interface RoutePorts extends Pick<GatewayPorts, 'vault' | 'version'> {
  readonly answers: SecretAnswers;
}
