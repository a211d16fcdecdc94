package multvae.report;

/**
 * A picture of a page.
 *
 * @param title what it shows, above it
 * @param svg an svg element for the inside of a page, as wide as its place; the same bytes for the same content
 */
record Plot(String title, String svg) {

    /** All are as wide: at the width of a phone, their text is as large as the page's small print. */
    static final double WIDTH = 380;

    static final double LINE_HEIGHT = 18;

    private static final int COLOURS = 6;
    private static final int DASHES = 4;

    /** The classes of the n-th series, from 0. Series differ without colour too, for print, and for those who do not tell colours apart. */
    static String series(int n) {
        return "s" + (n % COLOURS + 1) + " d" + ((n + n / (COLOURS * DASHES)) % DASHES);
    }
}
