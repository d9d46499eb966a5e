/** Where units expect the folder; another place is put in by one command, which the README has. */
export const SERVICE_HOME = "/srv/wattproof";

const HARDENING = `NoNewPrivileges=true
ProtectSystem=strict
ProtectHome=true
PrivateTmp=true
ProtectKernelTunables=true
ProtectKernelModules=true
ProtectControlGroups=true
RestrictSUIDSGID=true`;

/** A node by its name: `systemctl start wattproof-besu@NAME`. */
export function besuUnit(): string {
  return unit({
    description: "Besu node %i",
    after: "network-online.target",
    service: `WorkingDirectory=${SERVICE_HOME}/nodes/%i
Environment=LOG4J_CONFIGURATION_FILE=${SERVICE_HOME}/nodes/%i/log4j2.xml
ExecStart=/usr/bin/env besu --config-file=config.toml
SuccessExitStatus=143
LimitNOFILE=65536
TimeoutStopSec=60
ReadWritePaths=${SERVICE_HOME}/nodes/%i`,
  });
}

/**
 * A node's agent, which votes on validators as the members decided. The user of a service has no address book, so the
 * `Directory` is named in a file: `AGENT_OPTIONS=--directory 0x…`.
 */
export function agentUnit(): string {
  return unit({
    description: "Wattproof agent of node %i",
    after: "wattproof-besu@%i.service",
    service: `WorkingDirectory=${SERVICE_HOME}
EnvironmentFile=-${SERVICE_HOME}/agent.env
ExecStart=/usr/bin/env wattproof network agent ${SERVICE_HOME}/nodes/%i $AGENT_OPTIONS
ReadWritePaths=${SERVICE_HOME}/nodes/%i`,
  });
}

/** The monitor of this folder's nodes, which keeps how disks grew in `run`. */
export function monitorUnit(): string {
  return unit({
    description: "Wattproof monitor",
    after: "network-online.target",
    service: `WorkingDirectory=${SERVICE_HOME}
EnvironmentFile=-${SERVICE_HOME}/agent.env
ExecStart=/usr/bin/env wattproof network monitor ${SERVICE_HOME} $AGENT_OPTIONS
ReadWritePaths=${SERVICE_HOME}/run`,
  });
}

function unit({ description, after, service }: { description: string; after: string; service: string }): string {
  return `[Unit]
Description=${description}
Wants=network-online.target
After=${after}

[Service]
User=wattproof
Group=wattproof
${service}
Restart=always
RestartSec=5
${HARDENING}

[Install]
WantedBy=multi-user.target
`;
}
