import { stringify } from "yaml";
import type { AlarmCode } from "../monitor/rules.js";

/** Where Alertmanager's container has the operator's files, and where they are in the folder. */
export const OPERATOR_FILES = { inside: "/etc/alertmanager/operator", here: "alertmanager/operator" } as const;

interface Consequence {
  readonly from: AlarmCode;
  /** Not told while the other is. */
  readonly not: readonly AlarmCode[];
  /** Labels in which both are alike. */
  readonly equal: readonly string[];
}

/** Warnings that follow from another alarm, or say the same less urgently. */
export const CONSEQUENCES: readonly Consequence[] = [
  { from: "ChainStands", not: ["HeadOld", "RoundChanges", "ValidatorBlunt"], equal: [] },
  { from: "NodeDown", not: ["ValidatorBlunt", "PeersFew", "PoolFull"], equal: ["node"] },
  { from: "DiskAlmostFull", not: ["DiskFullSoon"], equal: ["node"] },
];

const HEAD = `# Whom alarms are told. Addresses and passwords are the operator's own files in ${OPERATOR_FILES.here}, which README.md lists.
# Take away the receiver that is not used: Alertmanager would try, and log that it failed.
`;

/**
 * `alertmanager.yml`: one receiver with a webhook and with e-mail. All that is the operator's comes from files; e-mail goes
 * through the relay of this machine, since the address of another can be in no file but this one.
 */
export function alertmanagerConfig(): string {
  const { inside } = OPERATOR_FILES;
  return `${HEAD}${stringify(
    {
      // Empty until the operator writes it.
      templates: [`${inside}/*.tmpl`],
      route: {
        receiver: "operator",
        group_by: ["alertname"],
        group_wait: "30s",
        group_interval: "5m",
        repeat_interval: "12h",
        routes: [{ matchers: ['severity="critical"'], group_wait: "5s", repeat_interval: "1h" }],
      },
      inhibit_rules: CONSEQUENCES.map(({ from, not, equal }) => ({
        source_matchers: [`alertname="${from}"`],
        target_matchers: [`alertname=~"${not.join("|")}"`],
        ...(equal.length > 0 ? { equal } : {}),
      })),
      receivers: [
        {
          name: "operator",
          webhook_configs: [{ url_file: `${inside}/webhook.url`, send_resolved: true }],
          email_configs: [
            {
              to: '{{ template "operator.to" . }}',
              from: '{{ template "operator.from" . }}',
              smarthost: "127.0.0.1:25",
              require_tls: false,
              send_resolved: true,
            },
          ],
        },
      ],
    },
    { lineWidth: 0 },
  )}`;
}
