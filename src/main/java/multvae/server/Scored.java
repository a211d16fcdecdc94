package multvae.server;

import multvae.serving.Answer;

/** An answer, and the version of the model that it comes from. */
record Scored(Answer answer, String model) {}
