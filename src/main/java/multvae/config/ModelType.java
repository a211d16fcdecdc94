package multvae.config;

/** The two models of Liang et al. 2018. */
public enum ModelType {
    /** The variational autoencoder: the encoder gives mu and log sigma^2, z is drawn, the KL term is weighted by beta. */
    MULT_VAE,
    /** The denoising autoencoder: z is the encoder's output, there is no KL term. */
    MULT_DAE;

    /** As it is written in a configuration. */
    public String label() {
        return ValueType.name(this);
    }
}
