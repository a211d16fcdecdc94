package multvae.training;

import java.util.SortedMap;

/**
 * A checkpoint's own description, checkpoint.json.
 *
 * @param identity the configuration and data that it is of: training goes on from it only where they are the same
 * @param environment what decides the bytes besides: backend, ND4J's version, threads
 * @param state where training stood
 * @param files the CRC-32C of each array's file
 */
record Checkpoint(
        SortedMap<String, Object> identity,
        SortedMap<String, String> environment,
        TrainingState state,
        SortedMap<String, String> files) {}
