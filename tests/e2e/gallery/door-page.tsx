import type { ReactNode } from 'react';
import { Button } from '../../../src/renderer/components/button.tsx';
import { FormCard } from '../../../src/renderer/components/card.tsx';
import { Checkbox } from '../../../src/renderer/components/checkbox.tsx';
import { Door, DoorHead } from '../../../src/renderer/components/door.tsx';
import { PasswordInput } from '../../../src/renderer/components/password-input.tsx';

export function DoorPage(): ReactNode {
  return (
    <Door
      guilloche
      footStart="Gateway answering on 127.0.0.1:7421"
      footEnd="This device only. Nothing is sent anywhere."
    >
      <DoorHead
        title="Strongroom is locked"
        why="Locked at 09:32 after 10 minutes without input."
      />
      <FormCard onSubmit={(event) => event.preventDefault()}>
        <PasswordInput
          autoFocus
          large
          label="Owner password"
          showLabel="Show password"
          hideLabel="Hide password"
          capsLockHint="Caps Lock is on."
        />
        <Checkbox>I have written the password down and put it somewhere safe.</Checkbox>
        <Button type="submit" tone="primary" size="block">
          Unlock
        </Button>
      </FormCard>
    </Door>
  );
}
