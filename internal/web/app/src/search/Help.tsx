import { Anchor, Box, Code, Drawer, Stack, Table, Text, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { Link } from "react-router";

const words: [string, string][] = [
  ["kiem tra cai cach", "Gõ có dấu hay không dấu đều được; có dấu thì ưu tiên đúng dấu."],
  ["CCHC", "Chữ viết tắt được tìm cả dạng đầy đủ."],
  ['"kiểm soát thủ tục"', "Trong ngoặc kép: các chữ phải đứng liền nhau."],
  ["tuyên truyền -nháp", "Dấu trừ: bỏ văn bản có tiếng viết liền sau dấu trừ."],
  ['tuyên truyền -"dự thảo"', "Dấu trừ trước ngoặc kép: bỏ văn bản có cả cụm."],
  ["tuyên tru*", "Dấu sao: phần đầu của một tiếng."],
  ["báo cáo HOẶC kế hoạch", "Có một trong hai là được."],
  ["15/KH-STTTT", "Số, ký hiệu văn bản; khoảng trắng và dấu gạch viết kiểu nào cũng được."],
  ["kế hoạch số 15", "Số và loại văn bản, chưa cần ký hiệu."],
];

const fields: [string, string][] = [
  ["loại:KH,BC", "Loại văn bản: viết tắt hoặc tên, như loại:\"tờ trình\""],
  ["số:15", "Số, ký hiệu"],
  ['cơ quan:"Sở Nội vụ"', "Cơ quan ban hành"],
  ['người ký:"Nguyễn Văn An"', "Người ký"],
  ["năm:2020", "Năm ban hành, hoặc năm:2018..2020"],
  ["tháng:6/2020 · quý:2/2020", "Tháng, quý ban hành"],
  ["từ:01/06/2020 đến:quý IV/2020", "Khoảng ngày ban hành"],
  ["đơn vị:van-phong", "Đơn vị, theo tên thư mục"],
  ["tiêu chí:1.4", "Văn bản gắn với tiêu chí"],
  ['trạng thái:"chấp nhận"', "đề xuất, chấp nhận, từ chối"],
  ["chất lượng:kém", "tốt, kém, thiếu trang"],
  ['trích yếu:"kế hoạch kiểm tra"', "Chữ trong trích yếu"],
  ['tên tệp:"phụ lục"', "Chữ trong tên tệp"],
];

const Rows = ({ of }: { of: [string, string][] }) => (
  <Table verticalSpacing={4} layout="fixed">
    <Table.Tbody>
      {of.map(([write, means]) => (
        <Table.Tr key={write}>
          <Table.Td w="48%" style={{ verticalAlign: "top", overflowWrap: "anywhere" }}>
            <Code>{write}</Code>
          </Table.Td>
          <Table.Td>{means}</Table.Td>
        </Table.Tr>
      ))}
    </Table.Tbody>
  </Table>
);

/** Help tells how questions are written. */
export function Help() {
  const [opened, { open, close }] = useDisclosure(false);
  return (
    <>
      <Anchor component="button" type="button" size="sm" onClick={open}>
        Cách viết câu tìm
      </Anchor>
      <Drawer opened={opened} onClose={close} position="right" size="md" title="Cách viết câu tìm" closeButtonProps={{ "aria-label": "Đóng" }}>
        <Stack gap="sm">
          <Text size="sm">Cứ gõ những chữ nhớ được rồi bấm Tìm. Muốn chính xác hơn thì dùng các cách dưới đây; có thể dùng nhiều cách trong một câu.</Text>
          <Rows of={words} />
          <Title order={3} size="h5">
            Chỉ tìm trong một thông tin của văn bản
          </Title>
          <Text size="sm">Viết tên, dấu hai chấm, rồi giá trị. Giá trị có nhiều chữ thì đặt trong ngoặc kép; nhiều giá trị cách nhau bằng dấu phẩy.</Text>
          <Rows of={fields} />
          <Box>
            <Anchor component={Link} to="/viet-tat" size="sm">
              Xem, sửa danh sách chữ viết tắt
            </Anchor>
          </Box>
        </Stack>
      </Drawer>
    </>
  );
}
