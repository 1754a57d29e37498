package io.quantunet.trainer.report.page;

/** How a page looks, on a screen and on paper. */
final class PageStyle {

  static final String CSS =
      """
      :root { color-scheme: light; }
      * { box-sizing: border-box; }
      body { margin: 0; background: #f5f7fa; color: #1f2933;
        font: 15px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', Arial, sans-serif; }
      main { max-width: 1140px; margin: 0 auto; padding: 28px 24px 48px; }
      h1 { font-size: 26px; line-height: 1.25; margin: 0 0 4px; }
      .subtitle { color: #52606d; margin: 0 0 20px; }
      h2 { font-size: 19px; margin: 36px 0 10px; padding-bottom: 6px; border-bottom: 2px solid #cbd2d9; }
      h3 { font-size: 15px; margin: 20px 0 8px; }
      p { margin: 8px 0; max-width: 85ch; }
      .note { color: #52606d; font-size: 13.5px; }
      .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(200px, 1fr)); gap: 14px; }
      .tile { background: #fff; border: 1px solid #e4e7eb; border-radius: 8px; padding: 14px 16px; }
      .tile b { display: block; font-size: 28px; line-height: 1.2; font-variant-numeric: tabular-nums; }
      .tile span { display: block; color: #52606d; font-size: 13px; }
      .table { overflow-x: auto; background: #fff; border: 1px solid #e4e7eb; border-radius: 8px; margin: 10px 0; }
      table { border-collapse: collapse; width: 100%; font-size: 14px; font-variant-numeric: tabular-nums; }
      th, td { padding: 7px 12px; text-align: right; border-top: 1px solid #e4e7eb; white-space: nowrap; }
      th { border-top: 0; background: #f0f4f8; font-weight: 600; white-space: normal; vertical-align: bottom; }
      th:first-child, td:first-child, th.words, td.words { text-align: left; }
      td.words { white-space: normal; min-width: 12em; }
      td small { display: block; color: #616e7c; font-size: 12px; }
      .facts td { text-align: left; white-space: normal; overflow-wrap: anywhere; }
      .facts td:first-child { width: 190px; color: #52606d; }
      .figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(440px, 1fr)); gap: 14px; margin: 10px 0; }
      figure { margin: 0; background: #fff; border: 1px solid #e4e7eb; border-radius: 8px; padding: 12px; }
      figure.wide { margin: 10px 0; overflow-x: auto; }
      figure svg { display: block; width: 100%; height: auto; }
      figcaption { color: #52606d; font-size: 13px; margin-top: 6px; }
      .pictures { display: grid; grid-template-columns: repeat(auto-fill, minmax(240px, 1fr)); gap: 12px; }
      .pictures figure { padding: 8px; }
      .key { display: inline-block; width: 22px; height: 0; border-top: 3px solid; vertical-align: middle; margin: 0 5px 0 12px; }
      @media (max-width: 520px) { .figures { grid-template-columns: 1fr; } main { padding: 16px 10px; } }
      @media print {
        body { background: #fff; font-size: 11pt; }
        main { max-width: none; padding: 0; }
        * { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
        h2, h3 { break-after: avoid; }
        figure, tr, .tile, .table { break-inside: avoid; }
        .table { overflow: visible; }
        table { font-size: 8.5pt; }
        th, td { padding: 4px 5px; }
        td small { font-size: 7pt; }
        td.words { min-width: 0; }
        .figures { grid-template-columns: 1fr 1fr; }
        .tiles { grid-template-columns: repeat(4, 1fr); }
        .pictures { grid-template-columns: repeat(4, 1fr); }
      }
      """;

  private PageStyle() {}
}
