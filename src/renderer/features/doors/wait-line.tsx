import { Hourglass } from 'lucide-react';
import { useEffect, useState, type ReactNode } from 'react';
import { useMessages } from '../../app/info.ts';
import { Hint } from '../../components/field.tsx';
import { secondsLeft, spokenSeconds, waitOf } from './countdown.ts';
import css from './doors.module.css';
import { useCountdown } from './use-countdown.ts';
import { isWaiting, type Wait } from './use-wait.ts';

export interface WaitLineProps {
  readonly wait: Wait;
  readonly onOver: () => void;
}

/** The live countdown after too many wrong passwords. A screen reader hears it at a few steps, not each second. */
export function WaitLine({ wait, onOver }: WaitLineProps): ReactNode {
  const { t } = useMessages();
  const seconds = useCountdown(wait.untilMs);
  const waits = isWaiting(wait) && seconds > 0;
  const over = isWaiting(wait) && seconds === 0;
  const [waited, setWaited] = useState(false);
  useEffect(() => {
    if (!over) return;
    setWaited(true);
    onOver();
  }, [over, onOver]);

  const sentence = (left: number) => {
    const time = waitOf(left);
    return t('doors.wait', { time: t(time.key, time.values) });
  };
  const spoken = waits
    ? sentence(spokenSeconds(seconds, secondsLeft(wait.totalMs)))
    : waited && t('doors.wait.over');
  return (
    <>
      {waits && (
        <div className={css['wait']} aria-hidden="true">
          <Hint tone="brass" icon={Hourglass}>
            {sentence(seconds)}
          </Hint>
        </div>
      )}
      <div className="sr-only" role="status">
        {spoken}
      </div>
    </>
  );
}
