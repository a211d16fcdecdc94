package multvae.config;

/** How the learning rate goes from epoch to epoch. */
public enum ScheduleType {
    /** It stays. */
    CONSTANT,
    /** Multiplied by a factor when what is monitored has stopped getting better. */
    PLATEAU,
    /** Multiplied by a factor every few epochs. */
    STEP,
    /** Multiplied by a factor every epoch. */
    EXPONENTIAL
}
