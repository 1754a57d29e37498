// One step of CRC-32C (Castagnoli, reflected polynomial 0x82F63B78) over WIDTH bits at once, bit 0 first.
// The CRC is linear: bit i of the next value is the parity of those bits of (data xor crc) that row(i) names.
module qbs_crc32c #(
    parameter int WIDTH = 32  // at least 32
) (
    input  logic [     31:0] crc,
    input  logic [WIDTH-1:0] data,
    output logic [     31:0] next
);
  function automatic [WIDTH-1:0] row(input integer i);
    reg [31:0] column;
    integer    j;
    begin
      column = 32'h82F63B78;
      for (j = WIDTH - 1; j >= 0; j = j - 1) begin
        row[j] = column[i];
        column = (column >> 1) ^ (column[0] ? 32'h82F63B78 : 32'h0);
      end
    end
  endfunction

  logic [WIDTH-1:0] mixed;
  assign mixed = data ^ WIDTH'(crc);

  genvar i;
  for (i = 0; i < 32; i = i + 1) begin : parity
    localparam logic [WIDTH-1:0] ROW = row(i);
    assign next[i] = ^(mixed & ROW);
  end
endmodule
