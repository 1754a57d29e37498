// Components without a build step: htm's templates for preact's elements.

import { h } from 'preact';
import htm from 'htm';

export const html = htm.bind(h);
