/** Words for the values of the registry's `DeviceStatus`; a device that it does not know speaks for nobody either. */
export const STATUS_NAMES = ["registered", "registered", "active", "suspended", "revoked", "quarantined"] as const;
