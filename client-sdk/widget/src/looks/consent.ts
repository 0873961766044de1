/** The looks of the first screen. */
import consent from '../styles/consent.css';

export const css = consent;
