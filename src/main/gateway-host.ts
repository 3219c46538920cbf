/** What the tray and the menu know of the gateway and of the owner's socket, which run in this process once they exist. */
export interface GatewayHost {
  /** `paused`: the owner has stopped all clients. */
  readonly state: () => 'off' | 'listening' | 'relaying' | 'paused';
}

/** There is no gateway yet. */
export const noGateway: GatewayHost = { state: () => 'off' };
