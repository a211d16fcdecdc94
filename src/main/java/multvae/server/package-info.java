/** Recommendations over HTTP: the routes, the queue before the model, the model's replacement, the page at /. */
package multvae.server;
