/** The looks of the sheets. */
import sheets from '../styles/sheets.css';

export const css = sheets;
