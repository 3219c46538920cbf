import type { ReactElement } from 'react';
import type { WindowStatus } from '../../../shared/ipc/replies.ts';
import { FirstRun } from './first-run.tsx';
import { LockedDoor } from './locked-door.tsx';
import { ProblemDoor } from './problem-door.tsx';

/** What stands in the window while the vault is not open. */
export function DoorScreen({ status }: { readonly status: WindowStatus }): ReactElement {
  if (status.problem !== null) return <ProblemDoor problem={status.problem} />;
  if (status.state === 'uninitialized') return <FirstRun />;
  return <LockedDoor status={status} />;
}
