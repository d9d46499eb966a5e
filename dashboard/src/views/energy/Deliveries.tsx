import type { Agreement, Delivery } from "../../../../api/types.js";
import { Empty } from "../../components/Empty.js";
import { Identifier } from "../../components/Identifier.js";
import { Loaded } from "../../components/Loaded.js";
import { Moment } from "../../components/Moment.js";
import { Skeleton } from "../../components/Skeleton.js";
import { useResource } from "../../data/resources.js";
import { useFormats } from "../../format/useFormats.js";
import { useTexts } from "../../texts/useTexts.js";

const SHOWN = 12;

/** An agreement's latest settled intervals. */
export function Deliveries({ agreement }: { readonly agreement: Agreement }) {
  const { energy } = useTexts();
  const formats = useFormats();
  const path = `api/agreements/${agreement.id}/deliveries?limit=${SHOWN}`;
  const deliveries = useResource<Delivery[]>(path);
  return (
    <Loaded resource={deliveries} path={path} skeleton={<Skeleton shape="table" rows={3} />}>
      {(rows) =>
        rows.length === 0 ? (
          <Empty>{energy.agreements.noDeliveries}</Empty>
        ) : (
          <table className="dense">
            <caption className="small quiet">{energy.agreements.deliveries}</caption>
            <thead>
              <tr>
                <th scope="col">{energy.agreements.hour}</th>
                <th scope="col" className="number only-wide">
                  {energy.agreements.imported}
                </th>
                <th scope="col" className="number">
                  {energy.agreements.delivered}
                </th>
                <th scope="col" className="number">
                  {energy.agreements.paid}
                </th>
                <th scope="col" className="only-wide">
                  {energy.agreements.transaction}
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((delivery) => (
                <tr key={delivery.endS}>
                  <th scope="row">
                    <Moment timestampS={delivery.endS} />
                  </th>
                  <td className="number only-wide">{formats.kWh(delivery.importWh)}</td>
                  <td className="number">{formats.kWh(delivery.deliveredWh)}</td>
                  <td className="number" title={formats.exactMoney(delivery.paid)}>
                    {formats.money(delivery.paid)}
                  </td>
                  <td className="only-wide">
                    <Identifier id={delivery.transactionHash} what={energy.agreements.transaction} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )
      }
    </Loaded>
  );
}
