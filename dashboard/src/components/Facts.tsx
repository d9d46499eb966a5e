import type { ReactNode } from "react";

export interface Fact {
  readonly name: string;
  readonly value: ReactNode;
  readonly hint?: string;
}

/** Named values side by side. */
export function Facts({ facts, label }: { readonly facts: readonly Fact[]; readonly label: string }) {
  return (
    <dl className="facts" aria-label={label}>
      {facts.map(({ name, value, hint }) => (
        <div key={name} className="fact">
          <dt title={hint}>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
