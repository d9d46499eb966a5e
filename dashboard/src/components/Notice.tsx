import type { ReactNode } from "react";

interface NoticeProps {
  readonly tone: "plain" | "warn" | "bad";
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
  /** Announced at once by screen readers. */
  readonly urgent?: boolean;
}

/** What happened, what was kept, what to do. */
export function Notice({ tone, title, children, action, urgent = false }: NoticeProps) {
  return (
    <div className="notice" data-tone={tone} role={urgent ? "alert" : undefined}>
      <p className="notice-title">{title}</p>
      {children ? <div className="notice-body">{children}</div> : null}
      {action ? <div className="notice-action">{action}</div> : null}
    </div>
  );
}
