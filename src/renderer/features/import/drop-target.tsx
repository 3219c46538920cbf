import { FileInput } from 'lucide-react';
import { useEffect, useState, type ReactNode } from 'react';
import { useMessages } from '../../app/info.ts';
import { Icon } from '../../components/icon.tsx';
import { readDropped } from './dropped-file.ts';
import css from './import.module.css';
import { maybeDrop, openImport } from './pending-import.ts';

/** Takes a file that is dropped anywhere on the window. What is dragged but no file stays what it is. */
export function DropTarget({ children }: { readonly children: ReactNode }): ReactNode {
  const over = useDrop();
  return (
    <>
      {children}
      {over && <DropHint />}
    </>
  );
}

/** Whether a file is held over the window. */
function useDrop(): boolean {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const follow = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      // Without this the browser would open the file in the place of the page.
      event.preventDefault();
      const takes = maybeDrop();
      if (event.dataTransfer !== null) event.dataTransfer.dropEffect = takes ? 'copy' : 'none';
      setOver(takes);
    };
    const leave = ({ relatedTarget }: DragEvent) => {
      if (relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(false);
      if (!maybeDrop()) return;
      void readDropped([...(event.dataTransfer?.files ?? [])]).then((dropped) => {
        openImport({ kind: 'dropped', dropped });
      });
    };
    window.addEventListener('dragenter', follow);
    window.addEventListener('dragover', follow);
    window.addEventListener('dragleave', leave);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragenter', follow);
      window.removeEventListener('dragover', follow);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('drop', drop);
    };
  }, []);
  return over;
}

function hasFiles({ dataTransfer }: DragEvent): boolean {
  return dataTransfer?.types.includes('Files') === true;
}

/** A popover, so that it lies above an open dialog too. It catches no pointer. */
function DropHint(): ReactNode {
  const { t } = useMessages();
  const show = (layer: HTMLElement | null) => {
    layer?.showPopover();
  };
  return (
    <div ref={show} popover="manual" className={css['drop']}>
      <div className={css['dropCard']}>
        <Icon icon={FileInput} size={20} />
        <b>{t('import.drop.title')}</b>
        <span className="soft">{t('import.drop.text')}</span>
      </div>
    </div>
  );
}
