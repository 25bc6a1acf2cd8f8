/**
 * Why an emulator did not start: a wrong option, a port that cannot be opened, a data directory that cannot be used, a data
 * set that cannot be loaded. The message of the error names the option.
 */
export type StartErrorCode = 'INVALID_SETTING' | 'PORT_UNAVAILABLE' | 'DATA_UNUSABLE' | 'FIXTURE_UNUSABLE';
