/** Twin of `BatteryStatus` in contracts/types/Passports.sol. */
export const BatteryStatus = { Original: 0, Repurposed: 1, Reused: 2, Remanufactured: 3, Waste: 4 } as const;
