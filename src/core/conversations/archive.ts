import { SearchRoom } from '../search/search-room.ts';
import type { Counter, VaultCore } from '../session/vault-core.ts';
import { KnownSubjects } from './known-subjects.ts';
import { NO_METER, type StorageMeter } from './storage-meter.ts';
import { TurnQueue } from './turn-queue.ts';

/** What the verbs over conversations work on: the vault, the queue of sealed turns, the index, and who counts. */
export class Archive implements Counter {
  readonly core: VaultCore;
  readonly queue: TurnQueue;
  readonly search: SearchRoom;
  readonly meter: StorageMeter;
  readonly subjects: KnownSubjects;

  constructor(core: VaultCore, meter: StorageMeter = NO_METER) {
    this.core = core;
    this.meter = meter;
    this.subjects = new KnownSubjects(core);
    this.queue = new TurnQueue(core);
    this.search = new SearchRoom(core, () => {
      this.queue.flush();
    });
    core.counters.add(this);
  }

  /** Writes what is queued, and has it taken into the index in the background. */
  flush(): void {
    this.queue.flush();
    void this.search.catchUp();
  }

  settle(): void {
    this.queue.flush();
  }

  forget(clientId: string): void {
    this.queue.drop(clientId);
    this.search.index?.dropBefore(clientId, Infinity);
  }
}
