import { useTexts } from "../texts/useTexts.js";

interface SkeletonProps {
  readonly shape: "answer" | "facts" | "chart" | "table";
  readonly rows?: number;
}

/** The shape of what is coming. */
export function Skeleton({ shape, rows = 5 }: SkeletonProps) {
  const texts = useTexts();
  const count = shape === "table" ? rows : shape === "facts" ? 4 : shape === "answer" ? 2 : 1;
  return (
    <div className={`skeleton skeleton-${shape}`} role="status">
      <span className="visually-hidden">{texts.common.loading}</span>
      {Array.from({ length: count }, (_, index) => (
        // The bars never change places, so their position names them.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <span key={index} className="skeleton-bar" aria-hidden="true" />
      ))}
    </div>
  );
}
