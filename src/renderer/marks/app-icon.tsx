import { useId, type ReactNode } from 'react';

const DOOR =
  'M148 32H364A116 116 0 0 1 480 148V364A116 116 0 0 1 364 480H148A116 116 0 0 1 32 364V148A116 116 0 0 1 148 32Z';
const EDGE =
  'M148 35H364A113 113 0 0 1 477 148V364A113 113 0 0 1 364 477H148A113 113 0 0 1 35 364V148A113 113 0 0 1 148 35Z';

export interface AppIconDrawingProps {
  readonly length: string;
  readonly className: string;
}

/** The icon of the app at a size where its cut edges can be seen. */
export function AppIconDrawing({ length, className }: AppIconDrawingProps): ReactNode {
  const id = useId();
  return (
    <svg
      className={className}
      viewBox="0 0 512 512"
      width={length}
      height={length}
      aria-hidden="true"
    >
      <clipPath id={`${id}door`}>
        <path d={DOOR} />
      </clipPath>
      <filter id={`${id}cut`} x="-10%" y="-30%" width="120%" height="160%">
        <feGaussianBlur stdDeviation="7" />
      </filter>
      <path fill="#154243" d={DOOR} />
      <g clipPath={`url(#${id}door)`}>
        <g fill="#d9b45f">
          <path d="M488 136H251.4A64 64 0 1 0 251.4 200H488Z" />
          <path d="M24 376H260.6A64 64 0 1 0 260.6 312H24Z" />
        </g>
        <g
          fill="none"
          stroke="#5f4415"
          strokeOpacity=".55"
          strokeWidth="9"
          filter={`url(#${id}cut)`}
        >
          <path d="M488 134H252.5A64 64 0 0 0 134 150" />
          <path d="M24 310H259.5A64 64 0 0 1 372 320" />
        </g>
        <g fill="none" stroke="#071f20" strokeOpacity=".6" strokeWidth="3">
          <path d="M488 136H251.4A64 64 0 1 0 251.4 200H488" />
          <path d="M24 376H260.6A64 64 0 1 0 260.6 312H24" />
        </g>
      </g>
      <path fill="none" stroke="#fff" strokeOpacity=".13" strokeWidth="4" d={EDGE} />
    </svg>
  );
}
