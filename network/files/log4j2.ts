/** Five files of 10 MB each: a pilot's disk was filled by logs that nobody rotated. */
const LARGEST_FILE = "10MB";
const MOST_FILES = 5;

/**
 * A node's `log4j2.xml`: to the console, and to `logs/besu.log` with rotation. Besu reads it where
 * `LOG4J_CONFIGURATION_FILE` names it; messages about transactions that were turned away stay out, as in Besu's own file.
 */
export function log4j2(): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<Configuration status="WARN" monitorInterval="30">
  <Properties>
    <Property name="pattern">%d{yyyy-MM-dd HH:mm:ss.SSSXXX} | %t | %-5level | %c{1} | %msg%n</Property>
  </Properties>
  <Appenders>
    <Console name="Console" target="SYSTEM_OUT">
      <PatternLayout pattern="\${pattern}"/>
    </Console>
    <RollingFile name="File" fileName="logs/besu.log" filePattern="logs/besu-%i.log.gz">
      <PatternLayout pattern="\${pattern}"/>
      <SizeBasedTriggeringPolicy size="${LARGEST_FILE}"/>
      <DefaultRolloverStrategy max="${MOST_FILES}"/>
    </RollingFile>
  </Appenders>
  <Loggers>
    <Logger name="org.hyperledger.besu.ethereum.eth.transactions">
      <MarkerFilter marker="INVALID_TX_REMOVED" onMatch="DENY" onMismatch="NEUTRAL"/>
    </Logger>
    <Root level="\${env:LOG_LEVEL:-INFO}">
      <AppenderRef ref="Console" level="\${env:CONSOLE_LOG_LEVEL:-ALL}"/>
      <AppenderRef ref="File"/>
    </Root>
  </Loggers>
</Configuration>
`;
}
