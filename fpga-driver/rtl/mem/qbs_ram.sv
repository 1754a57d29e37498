// Memory with one write port and one read port whose data come one cycle after the address: block or ultra RAM.
module qbs_ram #(
    parameter int WIDTH = 32,
    parameter int DEPTH = 64,
    parameter int BITS  = $clog2(DEPTH)
) (
    input  logic             clk,
    input  logic             write,
    input  logic [ BITS-1:0] write_address,
    input  logic [WIDTH-1:0] write_data,
    input  logic [ BITS-1:0] read_address,
    output logic [WIDTH-1:0] read_data
);
  logic [WIDTH-1:0] words[DEPTH];

  always_ff @(posedge clk) begin
    if (write) words[write_address] <= write_data;
    read_data <= words[read_address];
  end
endmodule
